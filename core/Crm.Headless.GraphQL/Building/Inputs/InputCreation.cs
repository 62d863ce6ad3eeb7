using System.Reflection;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The fields of an input record, and how it is made of them: through its constructor, then its settable properties.</summary>
sealed class InputCreation(InputObjectType type, Type clr, SchemaDraft draft)
{
    readonly ConstructorInfo? _constructor = clr.GetConstructors()
        .Where(candidate => !(candidate.GetParameters() is [var only] && only.ParameterType == clr))
        .MaxBy(candidate => candidate.GetParameters().Length);

    /// <summary>A property, and where it stands in the constructor, if it does.</summary>
    sealed record Slot(InputMember Member, PropertyInfo Property, ParameterInfo? Parameter);

    public void Fill()
    {
        var parameters = _constructor?.GetParameters() ?? [];
        var slots = MemberFields.Properties(clr).Select(property => (property, parameter: Array.Find(parameters, Named(property))))
            .Where(pair => pair.parameter is not null || pair.property.SetMethod is { IsPublic: true })
            .Select(pair => Slotted(pair.property, pair.parameter)).ToList();
        foreach (var stray in parameters.Except(slots.Select(slot => slot.Parameter)))
            draft.Problem(new(type.Name, type.Owner),
                $"the constructor's parameter {stray!.Name} has no property of that name. Make {clr.Name} a record.");
        if (slots.Count == 0) draft.Problem(new(type.Name, type.Owner), "an input needs a field. Give it a public property.");

        type.Fields = new FieldMap<InputValue>(slots.Select(slot => slot.Member.Definition), value => value.Name);
        type.Create = Creator(slots, parameters.Length);
    }

    Slot Slotted(PropertyInfo property, ParameterInfo? parameter)
    {
        var site = new Site($"{type.Name}.{Naming.Field(property)}", type.Owner);
        var member = draft.Inputs.Member(property, parameter, site);
        if (type.IsOneOf && (member.Definition.Type.IsNonNull || member.Definition.DefaultValue is not null))
            draft.Problem(site,
                "a field of a [OneOf] input must be nullable and without a default, because only one is given. Make its type nullable.");
        return new(member, property, parameter);
    }

    Func<IReadOnlyDictionary<string, object?>, object> Creator(List<Slot> slots, int parameters)
    {
        var invoker = _constructor is null ? null : ConstructorInvoker.Create(_constructor);
        var byConstructor = slots.Where(slot => slot.Parameter is not null).ToArray();
        var bySetter = slots.Where(slot => slot.Parameter is null).ToArray();
        return fields =>
        {
            var arguments = new object?[parameters];
            foreach (var slot in byConstructor) arguments[slot.Parameter!.Position] = Read(slot.Member, fields);
            var input = invoker is null ? Activator.CreateInstance(clr)! : invoker.Invoke(arguments.AsSpan());
            foreach (var slot in bySetter.Where(slot => fields.ContainsKey(slot.Member.Definition.Name)))
                slot.Property.SetValue(input, Read(slot.Member, fields));
            return input;
        };
    }

    static object? Read(InputMember member, IReadOnlyDictionary<string, object?> fields)
    {
        var isGiven = fields.TryGetValue(member.Definition.Name, out var value);
        try
        {
            return member.Read(value, isGiven);
        }
        catch (CoercionException reason)
        {
            throw new CoercionException($"Field \"{member.Definition.Name}\": {reason.Message}");
        }
    }

    static Predicate<ParameterInfo> Named(PropertyInfo property) =>
        parameter => string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase);
}
