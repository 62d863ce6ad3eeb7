using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Validation;

/// <summary>
/// Whether a literal is a value of an input type (spec section 5.6.1). Variables are left to the rule about their positions.
/// </summary>
sealed class LiteralCheck(Action<SyntaxNode, string> report, Func<string, IEnumerable<string>, string> suggest)
{
    public static void Run(ValueNode literal, GraphQLType type, Action<SyntaxNode, string> report) =>
        new LiteralCheck(report, (name, known) => Suggestions.DidYouMean(Suggestions.For(name, known))).Check(literal, type);

    public void Check(ValueNode literal, GraphQLType type)
    {
        switch (literal)
        {
            case VariableNode: break;
            case NullValueNode when type.IsNonNull: Expected(literal, type); break;
            case NullValueNode: break;
            case ListValueNode list when type.Nullable is ListType expected:
                foreach (var item in list.Items) Check(item, expected.OfType);
                break;
            case ListValueNode: CheckLeaf(literal, type); break;
            case ObjectValueNode map when type.Named is InputObjectType input: CheckFields(map, input); break;
            default: CheckLeaf(literal, type); break;
        }
    }

    void CheckFields(ObjectValueNode map, InputObjectType input)
    {
        // A list of a hostile length would else be searched once for every field.
        var given = map.Fields.Select(field => field.Name.Value).ToHashSet();
        foreach (var field in input.Fields.Values)
            if (field.IsRequired && !given.Contains(field.Name))
                report(map, $"Field \"{input}.{field.Name}\" of required type \"{field.Type}\" was not provided.");
        foreach (var field in map.Fields) CheckField(field, input);
        if (input.IsOneOf) CheckOneOf(map, input);
    }

    void CheckField(ObjectFieldNode field, InputObjectType input)
    {
        if (input.Fields.TryGetValue(field.Name.Value, out var definition)) Check(field.Value, definition.Type);
        else report(field, $"Field \"{field.Name}\" is not defined by type \"{input}\".{suggest(field.Name.Value, input.Fields.Keys)}");
    }

    // Exactly one field of a oneOf is given, and it isn't null (section 3.10.1).
    void CheckOneOf(ObjectValueNode map, InputObjectType input)
    {
        if (map.Fields.Count != 1)
            report(map, $"OneOf Input Object \"{input}\" must specify exactly one key.");
        else if (map.Fields[0].Value is NullValueNode)
            report(map, $"Field \"{input}.{map.Fields[0].Name}\" must be non-null.");
    }

    void CheckLeaf(ValueNode literal, GraphQLType type)
    {
        switch (type.Named)
        {
            case ScalarType scalar: CheckScalar(literal, scalar); break;
            case EnumType values: CheckEnum(literal, values); break;
            default: Expected(literal, type); break;
        }
    }

    void CheckScalar(ValueNode literal, ScalarType scalar)
    {
        // What stands for a variable is known only when the operation runs.
        if (ContainsVariable(literal)) return;
        try
        {
            scalar.ParseLiteral(literal);
        }
        catch (CoercionException refused)
        {
            report(literal, refused.Message);
        }
    }

    void CheckEnum(ValueNode literal, EnumType type)
    {
        if (literal is not EnumValueNode value)
        {
            var meant = literal is StringValueNode text ? suggest(text.Value, type.Values.Keys) : "";
            report(literal, $"Enum \"{type}\" cannot represent non-enum value: {Print(literal)}.{meant}");
        }
        else if (!type.Values.ContainsKey(value.Value))
        {
            report(literal, $"Value \"{value.Value}\" does not exist in \"{type}\" enum.{suggest(value.Value, type.Values.Keys)}");
        }
    }

    void Expected(ValueNode literal, GraphQLType type) => report(literal, $"Expected value of type \"{type}\", found {Print(literal)}.");

    static bool ContainsVariable(ValueNode literal) => literal switch
    {
        VariableNode => true,
        ListValueNode list => list.Items.Any(ContainsVariable),
        ObjectValueNode map => map.Fields.Any(field => ContainsVariable(field.Value)),
        _ => false,
    };

    static string Print(ValueNode literal) => Excerpt.Of(literal, 80);
}
