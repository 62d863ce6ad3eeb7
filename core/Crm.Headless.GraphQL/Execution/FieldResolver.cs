namespace Crm.Headless.GraphQL.Execution;

/// <summary>How a field's values are found, see the classes that derive from it.</summary>
public abstract class FieldResolver;
