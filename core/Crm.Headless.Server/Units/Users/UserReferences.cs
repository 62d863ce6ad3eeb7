using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>Which of the users that a request names exist.</summary>
sealed class UserReferences(HashSet<Guid> ids)
{
    public static async Task<UserReferences> LoadAsync(CrmDb db, IEnumerable<Guid?> users, CancellationToken ct)
    {
        var ids = users.OfType<Guid>().Distinct().ToArray();
        var found = ids.Length == 0 ? [] : await db.Seen<User>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => x.Id).ToListAsync(ct);
        return new([.. found]);
    }

    public Guid? Get(Guid? id, FieldPath at)
    {
        if (id is null || ids.Contains(id.Value)) return id;
        throw new NotFoundException(at, nameof(User), id.Value);
    }
}
