using System.Collections;
using Crm.Headless.GraphQL.Execution.Running;
using Crm.Headless.GraphQL.Language;
using Crm.Headless.GraphQL.Planning;
using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>
/// Walks the columns depth-first and writes the answer (CompleteValue, spec section 6.4.3). Every method that writes a value
/// returns false when it is null in a non-null position: its bytes count for nothing then, and the nearest position that may be
/// null is rewound (spec section 6.4.4).
/// </summary>
sealed class ResultWriter(OperationRun run, JsonOutput output)
{
    readonly ResponsePath _path = new();
    readonly Dictionary<FieldPlan, IReadOnlyList<SourceLocation>> _locations = [];
    FieldPlan? _latest;

    public List<GraphQLError> Errors { get; } = [];

    /// <summary>What didn't fit into the answer any more: the field that was written last. Null: it was no field.</summary>
    public (string Place, Owner Owner)? TooLarge => _latest is { } latest && _path.Count > 0
        ? ($"{string.Join('.', _path.ToList())} ({latest.Type}.{latest.Field.Name})", latest.Field.Owner)
        : null;

    public bool WriteObject(ObjectGroup group, int index)
    {
        output.Writer.WriteStartObject();
        for (var i = 0; i < group.Fields.Length; i++)
            if (!WriteField(group, index, i)) return false;
        output.Writer.WriteEndObject();
        return true;
    }

    /// <summary>A field with its name.</summary>
    public bool WriteField(ObjectGroup group, int index, int fieldIndex)
    {
        var field = group.Fields[fieldIndex];
        var json = output.Writer;
        json.WritePropertyName(field.EncodedName);
        if (field.IsTypeName)
        {
            json.WriteStringValue(group.Plan.EncodedTypeName);
            return true;
        }
        _path.Push(field.ResponseName);
        _latest = field;
        var written = group.Columns[fieldIndex] is { } column
            ? WriteResult(column, index)
            : WriteMember(field, (MemberResolver)field.Resolver, group.Objects[index]);
        // Now, while it is known which field it was: the buffer notices later.
        if (output.Position > run.Options.MaxResponseBytes) throw new BufferFullException();
        _path.Pop();
        return written;
    }

    bool WriteResult(Column column, int parent)
    {
        var value = column.ResultOf(parent);
        if (!column.Field.Shape.IsComposite) return WriteLeaf(column.Field, column.Field.Shape, value, isFollowingItem: false);
        var next = column.Starts.Length > 0 ? column.Starts[parent] : 0;
        return WriteComposite(column, column.Field.Shape, value, ref next, isFollowingItem: false);
    }

    bool WriteMember(FieldPlan field, MemberResolver member, object parent)
    {
        if (member.Write is null) return WriteGotten(field, member, parent);
        var position = output.Position;
        try
        {
            member.Write(parent, output.Writer);
        }
        catch (Exception failure) when (failure is not BufferFullException)
        {
            return Fail(field, field.Shape, failure, position, isFollowingItem: false);
        }
        return !field.Shape.IsNonNull || !output.WroteNullAt(position) || RefuseNull(field);
    }

    bool WriteGotten(FieldPlan field, MemberResolver member, object parent)
    {
        object? value;
        try
        {
            value = member.Get(parent);
        }
        catch (Exception failure)
        {
            value = new Failed(failure);
        }
        return WriteLeaf(field, field.Shape, value, isFollowingItem: false);
    }

    bool WriteLeaf(FieldPlan field, ValueShape shape, object? value, bool isFollowingItem)
    {
        if (value is null) return WriteNull(field, shape);
        var position = output.Position;
        if (value is Failed or Exception) return Fail(field, shape, Failed.CauseOf(value), position, isFollowingItem);
        if (shape.Item is not null) return WriteLeaves(field, shape, value, position, isFollowingItem);
        try
        {
            if (shape.Scalar is not null) shape.Scalar.Write(output.Writer, value);
            else shape.Enum!.Write(output.Writer, value);
            return true;
        }
        catch (Exception failure) when (failure is not BufferFullException)
        {
            return Fail(field, shape, failure, position, isFollowingItem);
        }
    }

    bool WriteLeaves(FieldPlan field, ValueShape shape, object value, int position, bool isFollowingItem)
    {
        if (value is string or not IEnumerable)
            return Fail(field, shape, NotAList(field, value), position, isFollowingItem);
        var depth = _path.Count;
        output.Writer.WriteStartArray();
        try
        {
            var index = 0;
            foreach (var item in (IEnumerable)value)
            {
                _path.Push(index);
                var written = WriteLeaf(field, shape.Item!, item, isFollowingItem: index++ > 0);
                _path.Pop();
                if (!written) return NullAt(shape, position, isFollowingItem);
            }
        }
        catch (Exception failure) when (failure is not BufferFullException)
        {
            _path.CutTo(depth);
            return Fail(field, shape, failure, position, isFollowingItem);
        }
        output.Writer.WriteEndArray();
        return true;
    }

    bool WriteComposite(Column column, ValueShape shape, object? value, ref int next, bool isFollowingItem)
    {
        if (value is null) return WriteNull(column.Field, shape);
        var position = output.Position;
        if (run.IsFailure(value, column.Field)) return Fail(column.Field, shape, Failed.CauseOf(value), position, isFollowingItem);
        if (shape.Item is not null) return WriteList(column, shape, (IList)value, ref next, position, isFollowingItem);

        var child = column.Field.ReturnsOneType ? new(0, next) : column.Children![next];
        next++;
        if (child.Type < 0) return Fail(column.Field, shape, NoSuchType(column.Field, value), position, isFollowingItem);
        return WriteObject(column.Groups[child.Type]!, child.Index) || NullAt(shape, position, isFollowingItem);
    }

    bool WriteList(Column column, ValueShape shape, IList list, ref int next, int position, bool isFollowingItem)
    {
        output.Writer.WriteStartArray();
        for (var i = 0; i < list.Count; i++)
        {
            _path.Push(i);
            var written = WriteComposite(column, shape.Item!, list[i], ref next, isFollowingItem: i > 0);
            _path.Pop();
            if (written) continue;
            for (var rest = i + 1; rest < list.Count; rest++) next += CountObjects(list[rest], column.Field, shape.Item!);
            return NullAt(shape, position, isFollowingItem);
        }
        output.Writer.WriteEndArray();
        return true;
    }

    // The objects of a list that is given up still stand in the groups.
    int CountObjects(object? value, FieldPlan field, ValueShape shape) =>
        value is null || run.IsFailure(value, field) ? 0
        : shape.Item is null ? 1
        : ((IList)value).Cast<object?>().Sum(item => CountObjects(item, field, shape.Item));

    bool WriteNull(FieldPlan field, ValueShape shape)
    {
        if (shape.IsNonNull) return RefuseNull(field);
        output.Writer.WriteNullValue();
        return true;
    }

    bool RefuseNull(FieldPlan field)
    {
        AddError(field, FaultReport.WithOwner(new($"Cannot return null for non-nullable field {field.Type}.{field.Field.Name}."), field.Field.Owner));
        return false;
    }

    bool Fail(FieldPlan field, ValueShape shape, Exception failure, int position, bool isFollowingItem)
    {
        foreach (var error in run.Faults.ErrorsOf(failure, field.Field)) AddError(field, error);
        return NullAt(shape, position, isFollowingItem);
    }

    bool NullAt(ValueShape shape, int position, bool isFollowingItem)
    {
        if (shape.IsNonNull) return false;
        output.WriteNullAt(position, isFollowingItem);
        return true;
    }

    void AddError(FieldPlan field, GraphQLError error)
    {
        if (Errors.Count > run.Options.MaxErrors) return;
        Errors.Add(Errors.Count == run.Options.MaxErrors
            ? new($"There are more than {run.Options.MaxErrors} errors; the others are left out.") { Code = ErrorCodes.ErrorLimit }
            : error with { Path = _path.ToList(), Locations = error.Locations.Count > 0 ? error.Locations : LocationsOf(field) });
    }

    IReadOnlyList<SourceLocation> LocationsOf(FieldPlan field)
    {
        if (!_locations.TryGetValue(field, out var locations))
            _locations.Add(field, locations = [.. field.Starts.Select(run.Plan.LocationOf)]);
        return locations;
    }

    static InvalidOperationException NotAList(FieldPlan field, object value) =>
        new($"The resolver of \"{field.Type}.{field.Field.Name}\" returned {value.GetType().Name}, which is no list.");

    static InvalidOperationException NoSuchType(FieldPlan field, object value) => new(
        $"The resolver of \"{field.Type}.{field.Field.Name}\" returned {value.GetType().Name}, "
        + $"which is no object type of \"{field.Field.Type.Named}\". "
        + $"Let an object type of it stand for that class, or implement {nameof(INamesItsType)}.");
}
