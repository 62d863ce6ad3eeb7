using System.Text.RegularExpressions;
using Crm.Headless.GraphQL;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.Server.Http;

/// <summary>What somebody asked for who wasn't granted it, for the audit log: in the schema's names, and in no word of the document.</summary>
static partial class NotGranted
{
    const int Most = 4;

    public static string? NameOf(GraphQLError refusal, GraphQLSchema schema)
    {
        var quoted = Quoted().Matches(refusal.Message).Select(match => match.Value);
        var names = quoted.SelectMany(text => text.Split('.', ' ')).Select(name => Name().Match(name).Value).Distinct().Where(name => IsIn(schema, name)).Take(Most).ToList();
        return names.Count == 0 ? null : string.Join(", ", names);
    }

    static bool IsIn(GraphQLSchema schema, string name) => schema.Types.ContainsKey(name) || schema.Types.Values.Any(type => type switch
    {
        FieldsType fields => fields.Fields.TryGetValue(name, out _) || fields.Fields.Values.Any(field => field.Arguments.ContainsKey(name)),
        InputObjectType input => input.Fields.ContainsKey(name),
        _ => false,
    });

    [GeneratedRegex("(?<=\")[^\"]+(?=\")")]
    private static partial Regex Quoted();

    [GeneratedRegex("[_A-Za-z][_0-9A-Za-z]*")]
    private static partial Regex Name();
}
