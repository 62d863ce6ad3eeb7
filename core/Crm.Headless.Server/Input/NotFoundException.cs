using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Input;

/// <summary>Nothing has this id or key.</summary>
sealed class NotFoundException(FieldPath field, string type, string id)
    : InputException("NOT_FOUND", field, $"There is no {type} with the id or key \"{id}\". Check it, or create the {type} first.")
{
    public NotFoundException(FieldPath field, string type, Guid id) : this(field, type, GlobalId.Format(type, id)) { }

    /// <summary>The type of what was looked for, such as "Account".</summary>
    public string Type { get; } = type;

    /// <summary>The id, code or key as it was given.</summary>
    public string Id { get; } = id;
}
