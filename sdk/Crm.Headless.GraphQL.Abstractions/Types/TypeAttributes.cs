namespace Crm.Headless.GraphQL;

/// <summary>The public methods of this class become fields of <c>Query</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>The public methods of this class become fields of <c>Mutation</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>The public methods of this class become fields of <c>Subscription</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>The public methods of this static class become further fields of the object type of <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>The public methods of this static class become further fields of the interface type of <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute<T> : Attribute;

/// <summary>This CLR interface or abstract class is a GraphQL interface; the types that derive from it implement it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute : Attribute;

/// <summary>This CLR interface or abstract class is a GraphQL union of the types that derive from it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute : Attribute;

/// <summary>
/// The static properties of type <typeparamref name="T"/> of this class are values of the enum type of <typeparamref name="T"/>,
/// an open set: a struct with one string, stored as text. Several classes, of core and of plugins, may add values.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EnumTypeAttribute<T> : Attribute where T : struct;

/// <summary>Marks an input type that a plugin or core wants in the schema although no argument mentions it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InputObjectTypeAttribute : Attribute;

/// <summary>Exactly one field of this input is given, and it isn't null (spec section 3.10.1).</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;
