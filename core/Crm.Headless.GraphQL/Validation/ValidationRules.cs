namespace Crm.Headless.GraphQL.Validation;

/// <summary>The rules by kind of document.</summary>
public static class ValidationRules
{
    /// <summary>For operations: section 5, and a limit on the depth of introspection queries.</summary>
    public static IReadOnlyList<ValidationRuleFactory> Specified { get; } =
    [
        Rule(context => new ExecutableDefinitionsRule(context)),
        Rule(context => new KnownOperationTypesRule(context)),
        Rule(context => new UniqueOperationNamesRule(context)),
        Rule(context => new LoneAnonymousOperationRule(context)),
        Rule(context => new SingleFieldSubscriptionsRule(context)),
        Rule(context => new KnownTypeNamesRule(context)),
        Rule(context => new FragmentsOnCompositeTypesRule(context)),
        Rule(context => new VariablesAreInputTypesRule(context)),
        Rule(context => new ScalarLeafsRule(context)),
        Rule(context => new FieldsOnCorrectTypeRule(context)),
        Rule(context => new UniqueFragmentNamesRule(context)),
        Rule(context => new KnownFragmentNamesRule(context)),
        Rule(context => new NoUnusedFragmentsRule(context)),
        Rule(context => new PossibleFragmentSpreadsRule(context)),
        Rule(context => new NoFragmentCyclesRule(context)),
        Rule(context => new UniqueVariableNamesRule(context)),
        Rule(context => new NoUndefinedVariablesRule(context)),
        Rule(context => new NoUnusedVariablesRule(context)),
        Rule(context => new KnownDirectivesRule(context)),
        Rule(context => new UniqueDirectivesPerLocationRule(context)),
        Rule(context => new KnownArgumentNamesRule(context)),
        Rule(context => new UniqueArgumentNamesRule(context)),
        Rule(context => new ValuesOfCorrectTypeRule(context)),
        Rule(context => new ProvidedRequiredArgumentsRule(context)),
        Rule(context => new VariablesInAllowedPositionRule(context)),
        Rule(context => new OverlappingFieldsCanBeMergedRule(context)),
        Rule(context => new UniqueInputFieldNamesRule(context)),
        Rule(context => new MaxIntrospectionDepthRule(context)),
    ];

    /// <summary>For type systems: what section 3 asks of a document. What it asks of the schema is in SchemaValidation.</summary>
    public static IReadOnlyList<ValidationRuleFactory> TypeSystem { get; } =
    [
        Rule(context => new LoneSchemaDefinitionRule(context)),
        Rule(context => new UniqueOperationTypesRule(context)),
        Rule(context => new UniqueTypeNamesRule(context)),
        Rule(context => new UniqueEnumValueNamesRule(context)),
        Rule(context => new UniqueFieldDefinitionNamesRule(context)),
        Rule(context => new UniqueArgumentDefinitionNamesRule(context)),
        Rule(context => new UniqueDirectiveNamesRule(context)),
        Rule(context => new KnownTypeNamesRule(context)),
        Rule(context => new KnownDirectivesRule(context)),
        Rule(context => new UniqueDirectivesPerLocationRule(context)),
        Rule(context => new PossibleTypeExtensionsRule(context)),
        Rule(context => new KnownArgumentNamesOnDirectivesRule(context)),
        Rule(context => new ProvidedRequiredArgumentsOnDirectivesRule(context)),
        Rule(context => new UniqueArgumentNamesRule(context)),
        Rule(context => new UniqueInputFieldNamesRule(context)),
    ];

    /// <summary>Not part of the specification: switched on where they are wanted.</summary>
    public static IReadOnlyList<ValidationRuleFactory> Optional { get; } =
    [
        Rule(context => new NoDeprecatedCustomRule(context)),
        Rule(context => new NoSchemaIntrospectionCustomRule(context)),
    ];

    static ValidationRuleFactory Rule<T>(Func<ValidationContext, T> create) where T : ValidationRule => new(typeof(T).Name, create);
}
