using System.Collections;

namespace Crm.Headless.GraphQL.Building;

/// <summary>What a resolver returns, where the answer shows something else.</summary>
static class OutputValue
{
    /// <summary>Keys as global ids, also those of a list.</summary>
    public static Func<object?, object?> Ids(TypeShape shape, string type)
    {
        if (shape.Item is not { } item) return key => key is Guid guid ? GlobalId.Format(type, guid) : null;
        var each = Ids(item, type);
        return keys => keys is IEnumerable list ? list.Cast<object?>().Select(each) : null;
    }
}
