using Crm.Headless.GraphQL;
using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;
using Microsoft.EntityFrameworkCore;

namespace Crm.Headless.Server.Units;

/// <summary>A unit, by its id or its code.</summary>
[OneOf]
sealed record UnitRefInput
{
    /// <summary>The id.</summary>
    [ID<Unit>]
    public Guid? Id { get; init; }

    /// <summary>The unit's own code.</summary>
    public string? Code { get; init; }

    public UnitRef Read(FieldPath at) =>
        Id is { } id ? new(id, null, at["id"]) : new(null, Text.Required(Code, at["code"], Text.Short), at["code"]);
}

readonly record struct UnitRef(Guid? Id, string? Code, FieldPath At);

/// <summary>Which units the references of a request mean: one statement per way to refer, however many.</summary>
sealed class UnitReferences(Dictionary<string, Guid> codes, HashSet<Guid> ids)
{
    public static async Task<UnitReferences> LoadAsync(CrmDb db, IReadOnlyCollection<UnitRef> references, CancellationToken ct)
    {
        var codes = references.Select(reference => reference.Code).OfType<string>().Distinct().ToArray();
        var ids = references.Select(reference => reference.Id).OfType<Guid>().Distinct().ToArray();
        var byCode = codes.Length == 0 ? [] : await db.Seen<Unit>()
            .Where(x => x.Code != null && EF.Parameter(codes).Contains(x.Code)).ToDictionaryAsync(x => x.Code!, x => x.Id, ct);
        var byId = ids.Length == 0 ? [] : await db.Seen<Unit>().Where(x => EF.Parameter(ids).Contains(x.Id)).Select(x => x.Id).ToListAsync(ct);
        return new(byCode, [.. byId]);
    }

    public Guid Get(UnitRef reference)
    {
        if (reference.Id is { } id) return ids.Contains(id) ? id : throw new NotFoundException(reference.At, nameof(Unit), id);
        return codes.TryGetValue(reference.Code!, out var found) ? found : throw new NotFoundException(reference.At, nameof(Unit), reference.Code!);
    }
}
