namespace Crm.Headless.GraphQL.Building;

/// <summary>
/// Values that stored rows have and that no source declares any more: deprecated, so that the rows can be read and filtered. Those
/// that a source declares after all stay as they are declared; what is no name in GraphQL is left out.
/// </summary>
/// <param name="Enum">An open enum, see <see cref="EnumTypeAttribute{T}"/>.</param>
/// <param name="Values">Its texts.</param>
/// <param name="Reason">What happened, for the developer of a client.</param>
public sealed record RetiredValues(Type Enum, IReadOnlyCollection<string> Values, string Reason);
