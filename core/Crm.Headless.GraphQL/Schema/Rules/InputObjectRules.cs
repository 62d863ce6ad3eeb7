using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>Section 3.10: input objects have fields, can be given a finite value, and a oneOf's fields are optional.</summary>
static class InputObjectRules
{
    public static void Check(SchemaProblems problems, InputObjectType input)
    {
        if (input.Fields.Count == 0)
            problems.Add($"{SchemaProblems.Name("Input object", input.Name, input.Owner)} must define one or more fields.", input.Syntax);
        foreach (var field in input.Fields.Values)
        {
            InputValueRules.Check(problems, "Input field", $"{input}.{field.Name}", field);
            if (input.IsOneOf) CheckOneOf(problems, input, field);
        }
    }

    // 2.5 The type of the input field must be nullable, and it must not have a default value.
    static void CheckOneOf(SchemaProblems problems, InputObjectType input, InputValue field)
    {
        var name = SchemaProblems.Name("OneOf input field", $"{input}.{field.Name}", field.Owner);
        if (field.Type.IsNonNull) problems.Add($"{name} must be nullable.", field.Syntax?.Type);
        if (field.DefaultValue is not null) problems.Add($"{name} cannot have a default value.", field.Syntax);
    }

    public static void CheckCycles(SchemaProblems problems)
    {
        var inputs = problems.Schema.Types.Values.OfType<InputObjectType>().ToList();
        var endless = new EndlessInputs(problems);
        foreach (var input in inputs) endless.Visit(input);
        var defaults = new EndlessDefaults(problems);
        foreach (var input in inputs) defaults.Visit(input);
    }
}

/// <summary>3. In a chain of references back to itself, at least one field must be either nullable or a list.</summary>
sealed class EndlessInputs(SchemaProblems problems)
{
    readonly HashSet<InputObjectType> _done = [];
    readonly List<(InputObjectType Input, InputValue Field)> _path = [];

    public void Visit(InputObjectType input)
    {
        var start = _path.FindIndex(step => step.Input == input);
        if (start >= 0) Report(start);
        if (start >= 0 || _done.Contains(input)) return;
        foreach (var field in input.Fields.Values)
        {
            if (field.Type is not NonNullType { OfType: InputObjectType next }) continue;
            _path.Add((input, field));
            Visit(next);
            _path.RemoveAt(_path.Count - 1);
        }
        _done.Add(input);
    }

    void Report(int start)
    {
        var steps = _path.Skip(start).Select(step => $"{step.Input}.{step.Field.Name}");
        problems.Add(
            $"Input object \"{_path[start].Input}\" references itself through the non-null fields {string.Join(", ", steps)}: no finite "
            + "value can be given. Make one of them nullable or a list.", _path[start].Field.Syntax);
    }
}

/// <summary>4. InputObjectDefaultValueHasCycle(inputObject) must be false.</summary>
sealed class EndlessDefaults(SchemaProblems problems)
{
    static readonly ObjectValueNode Nothing = new([]);
    readonly HashSet<InputValue> _done = [];
    readonly List<(string Coordinate, InputValue Field)> _path = [];

    public void Visit(InputObjectType input) => Visit(input, Nothing);

    void Visit(InputObjectType input, ValueNode value)
    {
        if (value is ListValueNode list)
            foreach (var item in list.Items) Visit(input, item);
        if (value is not ObjectValueNode map) return;
        foreach (var field in input.Fields.Values)
        {
            if (field.Type.Named is not InputObjectType next) continue;
            if (map.Fields.FirstOrDefault(given => given.Name.Value == field.Name) is { } given) Visit(next, given.Value);
            else if (field.DefaultValue is not null) VisitDefault(input, field, next);
        }
    }

    void VisitDefault(InputObjectType input, InputValue field, InputObjectType next)
    {
        var start = _path.FindIndex(step => step.Field == field);
        if (start >= 0)
        {
            problems.Add($"Invalid circular reference: the default value of the input field \"{_path[start].Coordinate}\" contains itself"
                + $"{Through(start)}. Give fewer defaults.", field.Syntax?.DefaultValue);
            return;
        }
        if (!_done.Add(field)) return;
        _path.Add(($"{input}.{field.Name}", field));
        Visit(next, field.DefaultValue!);
        _path.RemoveAt(_path.Count - 1);
    }

    string Through(int start) =>
        start == _path.Count - 1 ? "" : " through " + string.Join(", ", _path.Skip(start + 1).Select(step => $"\"{step.Coordinate}\""));
}
