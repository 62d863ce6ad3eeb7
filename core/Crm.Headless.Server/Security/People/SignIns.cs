using Crm.Headless.Server.Contacts;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Security;

/// <summary>The user that a person is: found by the provider and the subject there, made at the first sign-in.</summary>
sealed class SignIns(SecurityData data, SecurityLog log, TimeProvider clock)
{
    public async Task<Guid> FindOrCreateAsync(PersonClaims person, CancellationToken ct)
    {
        if (await data.ReadAsync(db => FindAsync(db, person, ct), ct) is { } known) return known;
        var (id, isNew) = await data.WriteAsync((db, ct) => CreateAsync(db, person, ct), ct);
        if (isNew) log.SignedIn("for the first time", $"The user {id}", userId: id);
        return id;
    }

    static Task<Guid?> FindAsync(CrmDb db, PersonClaims person, CancellationToken ct)
    {
        var (issuer, subject) = (person.Issuer, person.Subject);
        return db.Set<User>().Where(user => user.Issuer == issuer && user.Subject == subject).Select(user => (Guid?)user.Id).SingleOrDefaultAsync(ct);
    }

    /// <summary>Of two first requests at once, the second finds what the first made: the database refuses the same subject twice.</summary>
    async Task<(Guid Id, bool IsNew)> CreateAsync(CrmDb db, PersonClaims person, CancellationToken ct)
    {
        if (await FindAsync(db, person, ct) is { } known) return (known, false);
        var now = clock.Now();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            Name = Readable(person.Name) ?? person.Subject,
            Email = ReadEmail(person.Email),
            Issuer = person.Issuer,
            Subject = person.Subject,
            CreatedAt = now,
            UpdatedAt = now,
            Version = 1,
        };
        db.Add(user);
        return (user.Id, true);
    }

    /// <summary>What can't be kept is left out: nobody is kept out because of a name.</summary>
    static string? Readable(string name)
    {
        var kept = string.Concat(name.EnumerateRunes().Where(rune => rune.Value is >= ' ' and not 0xFFFD).Take(Text.Name / 2)).Trim();
        return kept.Length > 0 ? kept : null;
    }

    static string? ReadEmail(string? email)
    {
        try
        {
            return Emails.ReadOptional(email, FieldPath.Input["email"]);
        }
        catch (InputException)
        {
            return null;
        }
    }
}
