namespace Crm.Headless.Server.Data;

/// <summary>
/// How many rows a statement asks for. The number stands in the SQL, because planners need to know it (a parameter makes PostgreSQL read
/// everything), so there are only a few: a page reads up to the next one and drops the rest.
/// </summary>
static class PageSizes
{
    static readonly int[] Sizes = [2, 6, 11, 21, 51, 101, 201, 501, 1001];

    public static int RoundUp(int rows)
    {
        foreach (var size in Sizes)
            if (rows <= size)
                return size;
        return rows;
    }
}
