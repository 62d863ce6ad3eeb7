using Crm.Headless.GraphQL;
using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Crm.Headless.Server.Security;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>Changes users, each in one transaction.</summary>
sealed class UserCommands(Writer writer, StandingSignal standing, TimeProvider clock)
{
    public Task<User> CreateAsync(CreateUserInput input, CancellationToken ct) => writer.CommitAsync(async (db, ct) =>
    {
        var now = clock.Now();
        var user = new User { Id = Guid.CreateVersion7(now), CreatedAt = now, UpdatedAt = now, Version = 1 };
        await ApplyAsync(db, user, input, input.Name, ct);
        db.Add(user);
        return user;
    }, ct);

    public Task<User> UpdateAsync(UpdateUserInput input, CancellationToken ct) =>
        ChangeAsync(input.Id, input.Version, (db, user, ct) => ApplyAsync(db, user, input, input.Name, ct), ct);

    public Task<User> SetStatusAsync(Guid id, int? version, RecordStatus status, CancellationToken ct) => ChangeAsync(id, version, (_, user, _) =>
    {
        user.Status = status;
        return Task.CompletedTask;
    }, ct);

    async Task<User> ChangeAsync(Guid id, int? version, Func<CrmDb, User, CancellationToken, Task> change, CancellationToken ct)
    {
        var changed = await writer.CommitAsync(async (db, ct) =>
        {
            await standing.TellAsync(db, ct);
            var user = await db.Seen<User>().AsTracking().SingleOrDefaultAsync(x => x.Id == id, ct)
                ?? throw new NotFoundException(FieldPath.Input["id"], nameof(User), id);
            VersionConflictException.ThrowIf(version, user.Version);
            await change(db, user, ct);
            if (db.Entry(user).State == EntityState.Modified) user.UpdatedAt = clock.Now();
            return user;
        }, ct);
        standing.Hear();
        return changed;
    }

    static async Task ApplyAsync(CrmDb db, User user, UserInput input, Optional<string> name, CancellationToken ct)
    {
        var at = FieldPath.Input;
        var exists = db.Entry(user).State != EntityState.Detached;
        db.RequireSight(exists && (name.HasValue || input.Email.HasValue || input.Subject.HasValue), at["name"]);
        if (name.HasValue) user.Name = Text.Required(name.Value, at["name"], Text.Name);
        if (input.Email.HasValue) user.Email = Emails.ReadOptional(input.Email.Value, at["email"]);
        if (input.Issuer.HasValue) user.Issuer = Text.Optional(input.Issuer.Value, at["issuer"], Text.Line);
        if (input.Subject.HasValue) user.Subject = Text.Optional(input.Subject.Value, at["subject"], Text.Key);
        if (user.Issuer is null != user.Subject is null) throw new BlankException(at[user.Issuer is null ? "issuer" : "subject"]);
        if (user.Subject is not null) await CheckSubjectAsync(db, user, at["subject"], ct);
        if (input.Unit.HasValue) user.UnitId = await UnitAsync(db, input.Unit.Value, ct);
        new HomeUnit(db).RequireUnit(user.UnitId is not null, at["unit"]);
    }

    static async Task CheckSubjectAsync(CrmDb db, User user, FieldPath at, CancellationToken ct)
    {
        var (id, issuer, subject) = (user.Id, user.Issuer, user.Subject);
        var holder = await db.Set<User>().AsNoTracking().SingleOrDefaultAsync(x => x.Issuer == issuer && x.Subject == subject && x.Id != id, ct);
        if (holder is null) return;
        // Whom a subject belongs to is personal.
        var isHidden = db.IsBlind() || (await db.HiddenAsync<User>([holder.Id], ct)).Count > 0;
        throw new SubjectInUseException(at, isHidden ? null : holder.Id);
    }

    static async Task<Guid?> UnitAsync(CrmDb db, UnitRefInput? input, CancellationToken ct)
    {
        if (input?.Read(FieldPath.Input["unit"]) is not { } reference) return null;
        return (await UnitReferences.LoadAsync(db, [reference], ct)).Get(reference);
    }
}
