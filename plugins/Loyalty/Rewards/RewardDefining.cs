using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Loyalty;

/// <summary>Makes and changes rewards.</summary>
/// <param name="store">The rows.</param>
/// <param name="catalogs">The programmes.</param>
/// <param name="time">The clock.</param>
sealed class RewardDefining(ICrmStore store, Catalogs catalogs, TimeProvider time)
{
    const int MostDays = 3650;
    const int CurrencyLength = 3;

    /// <exception cref="LoyaltyRewardInvalidException">It can't be like this.</exception>
    public Task<LoyaltyReward> CreateAsync(LoyaltyCreateRewardInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var program = (await catalogs.ReadAsync(again)).Program(input.Program);
            var reward = new LoyaltyReward
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                ProgramId = program.Id,
                Code = LoyaltyText.Line(input.Code, "code")!,
                Name = LoyaltyText.Line(input.Name, "name")!,
                Description = LoyaltyText.Lines(input.Description, "description"),
                Kind = input.Kind,
                Points = input.Points,
                Value = input.Value,
                Currency = input.Currency,
                Stock = input.Stock,
                PerMember = input.PerMember,
                FromRank = input.FromRank,
                VoucherDays = input.VoucherDays,
                StartsAt = input.StartsAt,
                EndsAt = input.EndsAt,
                IsActive = input.IsActive,
                CreatedAt = time.GetUtcNow(),
                UpdatedAt = time.GetUtcNow(),
            };
            Check(reward);
            if (await store.Query<LoyaltyReward>().AnyAsync(other => other.ProgramId == program.Id && other.Code == reward.Code, again))
                throw new LoyaltyRewardInvalidException("code", $"There is a reward \"{reward.Code}\" already. Choose another code.");
            store.Add(reward);
            return reward;
        },
        ct);

    /// <exception cref="LoyaltyRewardNotFoundException">There is none.</exception>
    /// <exception cref="LoyaltyRewardInvalidException">It can't be like this.</exception>
    public Task<LoyaltyReward> UpdateAsync(LoyaltyUpdateRewardInput input, CancellationToken ct) => store.ChangeAsync(
        async again =>
        {
            var reward = await store.FindAsync<LoyaltyReward>(row => row.Id == input.Id, again)
                ?? throw new LoyaltyRewardNotFoundException(input.Id);
            reward.Name = LoyaltyText.Line(input.Name.Or(reward.Name), "name")!;
            reward.Description = LoyaltyText.Lines(input.Description.Or(reward.Description), "description");
            reward.Points = input.Points.Or(reward.Points);
            (reward.Value, reward.Currency) = (input.Value.Or(reward.Value), input.Currency.Or(reward.Currency));
            if (input.AddStock.HasValue) reward.Stock = (reward.Stock ?? 0) + input.AddStock.Value;
            if (input.UnlimitedStock) reward.Stock = null;
            (reward.PerMember, reward.FromRank) = (input.PerMember.Or(reward.PerMember), input.FromRank.Or(reward.FromRank));
            reward.VoucherDays = input.VoucherDays.Or(reward.VoucherDays);
            (reward.StartsAt, reward.EndsAt) = (input.StartsAt.Or(reward.StartsAt), input.EndsAt.Or(reward.EndsAt));
            reward.IsActive = input.IsActive.Or(reward.IsActive);
            reward.UpdatedAt = time.GetUtcNow();
            Check(reward);
            return reward;
        },
        ct);

    static void Check(LoyaltyReward reward)
    {
        Require(reward.Points >= 1, "points", "Give 1 or more.");
        Require(!(reward.Value < 0), "value", "Give 0 or more, or null.");
        Require((reward.Value is null) == (reward.Currency is null), "currency", "Give it exactly when there is a value.");
        Require(reward.Currency is null || IsCurrency(reward.Currency), "currency", "Give the three capital letters of ISO 4217.");
        Require(!(reward.Stock < 0), "stock", "There can't be fewer than none. Take away at most what is left.");
        Require(!(reward.PerMember < 1), "perMember", "Give 1 or more, or null.");
        Require(!(reward.VoucherDays is < 1 or > MostDays), "voucherDays", $"Give 1 to {MostDays}, or null.");
        Require(!(reward.EndsAt <= reward.StartsAt), "endsAt", "Give a moment after \"startsAt\", or null.");
    }

    static bool IsCurrency(string text) => text.Length == CurrencyLength && text.All(char.IsAsciiLetterUpper);

    static void Require(bool holds, string field, string problem)
    {
        if (!holds) throw new LoyaltyRewardInvalidException(field, problem);
    }
}
