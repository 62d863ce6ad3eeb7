using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>An argument or input field: its definition, and how its coerced value becomes the CLR value.</summary>
/// <param name="Read">Takes the coerced value, and whether it was given.</param>
sealed record InputMember(InputValue Definition, Func<object?, bool, object?> Read);
