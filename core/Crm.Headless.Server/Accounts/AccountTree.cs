using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Accounts;

/// <summary>The parents above some accounts: one statement per level, however many accounts. Nobody else moves accounts meanwhile.</summary>
sealed class AccountTree
{
    readonly Dictionary<Guid, Guid?> _parents = [];

    public static async Task<AccountTree> LoadAsync(CrmDb db, IEnumerable<Guid> accounts, CancellationToken ct)
    {
        var tree = new AccountTree();
        var level = accounts.Distinct().ToArray();
        if (level.Length > 0) await db.LockTreeAsync<Account>(ct);
        while (level.Length > 0)
        {
            var ids = level;
            var rows = await db.Set<Account>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => new { x.Id, x.ParentId }).ToListAsync(ct);
            foreach (var row in rows) tree._parents[row.Id] = row.ParentId;
            level = [.. rows.Select(row => row.ParentId).OfType<Guid>().Where(id => !tree._parents.ContainsKey(id)).Distinct()];
        }
        return tree;
    }

    /// <exception cref="CycleException">The account would be above itself.</exception>
    public void Move(Guid account, Guid? parent, FieldPath at)
    {
        var passed = new HashSet<Guid>();
        for (var above = parent; above is { } id && passed.Add(id); above = _parents.GetValueOrDefault(id))
            if (id == account) throw new CycleException(at, nameof(Account));
        _parents[account] = parent;
    }
}
