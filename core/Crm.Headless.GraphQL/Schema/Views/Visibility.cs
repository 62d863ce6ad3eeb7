using System.Security.Cryptography;
using System.Text;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Schema;

/// <summary>
/// What of a schema exists for an access. What needs a right that isn't there is hidden first; then, round by round, what can't be
/// without it, until a round hides nothing more.
/// </summary>
sealed class Visibility
{
    readonly GraphQLSchema _schema;
    readonly Access _access;
    readonly HashSet<object> _hidden = new(ReferenceEqualityComparer.Instance);
    readonly HashSet<(FieldsType, InterfaceType)> _dropped = [];

    public Visibility(GraphQLSchema schema, Access access)
    {
        (_schema, _access) = (schema, access);
        int before;
        do
        {
            before = Size;
            foreach (var type in schema.Types.Values)
                if (Shows(type)) Look(type);
            HideEmptyInputs();
        }
        while (Size > before);
        MasksPersonalData = !access.ReadsPersonalData && schema.Types.Values.Any(HasPersonalParts);
        MasksAnything = MasksPersonalData || schema.Types.Values.OfType<FieldsType>().Any(type => type.Fields.Values.Any(Masks));
    }

    /// <summary>Personal data are masked.</summary>
    public bool MasksPersonalData { get; }

    /// <summary>Personal data are masked, or what is masked besides.</summary>
    public bool MasksAnything { get; }

    /// <summary>The view would be the schema itself.</summary>
    public bool ShowsEverything => Size == 0 && !MasksAnything;

    int Size => _hidden.Count + _dropped.Count;

    public bool Shows(NamedType type) => !_hidden.Contains(type);

    public bool Shows(Field field) => !_hidden.Contains(field);

    public bool Shows(InputValue value) => !_hidden.Contains(value);

    /// <summary>Whether the type still implements the interface: it has all that the interface promises in the view.</summary>
    public bool Shows(FieldsType type, InterfaceType face) => Shows(face) && !_dropped.Contains((type, face));

    public bool Masks(Field field) => MasksOf(field).Any();

    /// <summary>What is left of a value that is masked; null when nothing can be, so that the field isn't there.</summary>
    public Func<object?, object?>? MaskOf(Field field) => Masking.Of(field.Type, MasksOf(field));

    /// <summary>The object types that a value can be of in the view.</summary>
    public IEnumerable<ObjectType> Possible(CompositeType type) => _schema.PossibleTypes(type)
        .Where(one => Shows(one) && (type is not InterfaceType face || Shows(one, face)));

    /// <summary>The same for two accesses exactly when they see the same.</summary>
    public string Fingerprint()
    {
        var bits = new StringBuilder();
        void Add(bool isShown) => bits.Append(isShown ? '1' : '0');
        foreach (var type in _schema.Types.Values)
        {
            Add(Shows(type));
            if (type is InputObjectType input)
                foreach (var value in input.Fields.Values) Add(Shows(value));
            if (type is not FieldsType fields) continue;
            foreach (var face in fields.Interfaces) Add(Shows(fields, face));
            foreach (var field in fields.Fields.Values)
            {
                Add(Shows(field));
                foreach (var argument in field.Arguments.Values) Add(Shows(argument));
                foreach (var mask in field.Masks) Add(_access.Has(mask.Scope));
            }
        }
        Add(MasksPersonalData);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(bits.ToString())));
    }

    void Look(NamedType type)
    {
        if (!IsGranted(type.Scope, type.IsPersonal) || type.Follows is { } followed && !Shows(followed))
        {
            _hidden.Add(type);
            return;
        }
        switch (type)
        {
            case InputObjectType input: Look(input); break;
            case UnionType union: HideIf(!Possible(union).Any(), union); break;
            case FieldsType fields: Look(fields); break;
        }
    }

    void Look(FieldsType type)
    {
        foreach (var field in type.Fields.Values)
            if (Shows(field)) Look(type, field);
        foreach (var face in type.Interfaces)
            if (Shows(face) && !Keeps(type, face)) _dropped.Add((type, face));
        var isLost = type is InterfaceType abstraction && _schema.PossibleTypes(abstraction).Count > 0 && !Possible(abstraction).Any();
        HideIf(isLost || type != _schema.Query && !type.Fields.Values.Any(Shows), type);
    }

    void Look(FieldsType type, Field field)
    {
        foreach (var argument in field.Arguments.Values) HideIf(!IsUsable(argument), argument);
        HideIf(
            !IsGranted(field.Scope, isPersonal: false)
            || Masks(field) && MaskOf(field) is null
            || _access.IsMember && !(field.AllowsMembers ?? !type.IsRow)
            || !Shows(field.Type.Named)
            || field.Arguments.Values.Any(argument => argument.IsRequired && !Shows(argument)), field);
    }

    void Look(InputObjectType input)
    {
        foreach (var field in input.Fields.Values) HideIf(!IsUsable(field), field);
        HideIf(input.Fields.Values.Any(field => field.IsRequired && !Shows(field)), input);
    }

    bool IsUsable(InputValue value) =>
        IsGranted(value.Scope, value.IsPersonal)
        && (value.AllowsMembers || !_access.IsMember)
        && Shows(value.Type.Named)
        && (value.Follows?.Field is not { } field || Shows(field) && !Masks(field))
        && (value.DefaultValue is null || CanBeSaid(value.DefaultValue, value.Type.Named));

    IEnumerable<PersonalDataMask> MasksOf(Field field)
    {
        if (field.IsPersonal && !_access.ReadsPersonalData) yield return field.Mask;
        foreach (var mask in field.Masks)
            if (!_access.Has(mask.Scope)) yield return mask.Mask;
    }

    bool IsGranted(string? scope, bool isPersonal) =>
        (scope is null || _access.Has(scope)) && (!isPersonal || _access.ReadsPersonalData);

    // A default that gives a hidden field would name it: the argument goes and keeps its default.
    bool CanBeSaid(ValueNode value, NamedType type) => value switch
    {
        ListValueNode list => list.Items.All(item => CanBeSaid(item, type)),
        ObjectValueNode map when type is InputObjectType input => map.Fields.All(given =>
            !input.Fields.TryGetValue(given.Name.Value, out var field) || Shows(field) && CanBeSaid(given.Value, field.Type.Named)),
        _ => true,
    };

    // IsValidImplementation() of spec section 3.6 held in the full schema: only what is hidden can break it.
    bool Keeps(FieldsType type, InterfaceType face) =>
        Shows(type, face)
        && face.Interfaces.All(inherited => !Shows(face, inherited) || Shows(type, inherited))
        && face.Fields.Values.Where(Shows).All(promised => Keeps(type.Fields[promised.Name], promised));

    bool Keeps(Field field, Field promised) =>
        Shows(field)
        && promised.Arguments.Values.Where(Shows).All(expected => Shows(field.Arguments[expected.Name]))
        && field.Arguments.Values.Where(Shows).All(given =>
            !given.IsRequired || promised.Arguments.TryGetValue(given.Name, out var expected) && Shows(expected))
        && IsStillSubType(field.Type.Named, promised.Type.Named);

    bool IsStillSubType(NamedType type, NamedType super) => type == super || super switch
    {
        InterfaceType face => type is FieldsType fields && Shows(fields, face),
        _ => true,
    };

    /// <summary>Those that can't be given anything but themselves, such as a filter of which only "and" and "or" are left.</summary>
    void HideEmptyInputs()
    {
        var inputs = _schema.Types.Values.OfType<InputObjectType>().Where(Shows).ToList();
        var filled = new HashSet<NamedType>();
        int before;
        do
        {
            before = filled.Count;
            foreach (var input in inputs)
                if (input.Fields.Values.Any(field => Shows(field) && LeadsSomewhere(field.Type.Named))) filled.Add(input);
        }
        while (filled.Count > before);
        _hidden.UnionWith(inputs.Where(input => !filled.Contains(input)));

        bool LeadsSomewhere(NamedType type) => type is not InputObjectType || filled.Contains(type);
    }

    void HideIf(bool isGone, object element)
    {
        if (isGone) _hidden.Add(element);
    }

    static bool HasPersonalParts(NamedType type) => type.IsPersonal || type switch
    {
        FieldsType fields => fields.Fields.Values.Any(field =>
            field.IsPersonal || field.Arguments.Values.Any(argument => argument.IsPersonal)),
        InputObjectType input => input.Fields.Values.Any(field => field.IsPersonal),
        _ => false,
    };
}
