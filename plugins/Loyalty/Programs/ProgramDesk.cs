using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Where programmes are made and changed, with a history of the terms by which they earn.</summary>
sealed class ProgramDesk(ICrmStore store, Catalogs catalogs, TimeProvider time)
{
    public Task<LoyaltyProgram> CreateAsync(LoyaltyCreateProgramInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var code = LoyaltyCode.Checked(input.Code);
            if ((await catalogs.ReadAsync(again)).Programs.Any(other => other.Code == code)) throw new LoyaltyCodeInUseException(code);
            var now = time.GetUtcNow();
            var program = new LoyaltyProgram { Id = Guid.CreateVersion7(now), Code = code, Name = code, CreatedAt = now, UpdatedAt = now };
            input.Write(program);
            store.Add(program);
            store.Add(LoyaltyTerms.Of(program, 1, null, now));
            await catalogs.ChangeAsync(again);
            return program;
        },
        ct);

    public Task<LoyaltyProgram> UpdateAsync(LoyaltyUpdateProgramInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var catalog = await catalogs.ReadAsync(again);
            var id = catalog.Program(input.Program).Id;
            var program = (await store.FindAsync<LoyaltyProgram>(row => row.Id == id, again))!;
            if (input.Version is { } version && version != program.Version) throw new LoyaltyProgramChangedException(program.Version);
            var before = (program.TimeZone, program.Currency);
            input.Write(program);
            if (before != (program.TimeZone, program.Currency))
                program.TierPolicy = program.TierPolicy with { ChangedAt = time.GetUtcNow() };
            (program.Status, program.UpdatedAt) = (input.Status.Or(program.Status), time.GetUtcNow());
            await WriteTermsAsync(program, [.. catalog.Terms.Where(terms => terms.ProgramId == id)], again);
            await catalogs.ChangeAsync(again);
            return program;
        },
        ct);

    // While nothing was earned, there is nothing that other terms would have to explain: they count since ever, for history that is
    // imported.
    async Task WriteTermsAsync(LoyaltyProgram program, List<LoyaltyTerms> terms, CancellationToken ct)
    {
        var latest = terms.MaxBy(one => one.Number)!;
        if (latest.Fit(program)) return;
        var isUsed = await store.Query<LoyaltyTransaction>().AnyAsync(transaction => transaction.ProgramId == program.Id, ct);
        store.Add(LoyaltyTerms.Of(program, latest.Number + 1, isUsed ? time.GetUtcNow() : null, time.GetUtcNow()));
    }
}
