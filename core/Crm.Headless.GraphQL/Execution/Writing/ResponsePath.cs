namespace Crm.Headless.GraphQL.Execution.Writing;

/// <summary>Where the writer is (spec section 7.1.5): response names and list indices. A list is only made for an error.</summary>
sealed class ResponsePath
{
    (string? Name, int Index)[] _steps = new (string?, int)[16];
    int _count;

    public void Push(string name) => Push((name, 0));

    public void Push(int index) => Push((null, index));

    public void Pop() => _count--;

    public int Count => _count;

    /// <summary>Goes back to a count of steps, after an exception has skipped some <see cref="Pop"/>.</summary>
    public void CutTo(int count) => _count = count;

    public IReadOnlyList<object> ToList()
    {
        var path = new object[_count];
        for (var i = 0; i < _count; i++) path[i] = _steps[i].Name is { } name ? name : _steps[i].Index;
        return path;
    }

    void Push((string?, int) step)
    {
        if (_count == _steps.Length) Array.Resize(ref _steps, _count * 2);
        _steps[_count++] = step;
    }
}
