using Crm.Headless.Server.Data;
using Crm.Headless.Server.Input;

namespace Crm.Headless.Server.Units;

/// <summary>Where a new record belongs when nobody says so: to the unit of whoever creates it, who wouldn't see it otherwise.</summary>
readonly struct HomeUnit(CrmDb db)
{
    readonly IReadOnlyList<Guid>? _units = db.Policies?.Actor.Units;

    /// <summary>Null: to no unit in particular, for those who see the whole organisation.</summary>
    /// <exception cref="UnitMissingException">There are several that it could be.</exception>
    public Guid? For(FieldPath at) => _units switch
    {
        null => null,
        [var own] => own,
        _ => throw new UnitMissingException(at),
    };

    /// <summary>Refuses a record without a unit where only the whole organisation could have made it.</summary>
    /// <exception cref="UnitMissingException">The actor sees only some units.</exception>
    public void RequireUnit(bool hasUnit, FieldPath at)
    {
        if (!hasUnit && _units is not null) throw new UnitMissingException(at);
    }
}

/// <summary>It has to be said which unit it belongs to.</summary>
sealed class UnitMissingException(FieldPath field) : InputException("UNIT_MISSING", field,
    "You see some units of the organisation only, so it has to be said to which of them this belongs. Name one of yours, or one below them.");
