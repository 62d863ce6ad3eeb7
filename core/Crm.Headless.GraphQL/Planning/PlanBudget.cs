using Crm.Headless.GraphQL.Execution;
using Crm.Headless.GraphQL.Language;

namespace Crm.Headless.GraphQL.Planning;

/// <summary>
/// What one operation may ask for. Counted while planning, so that fragments that expand exponentially are refused early.
/// </summary>
sealed class PlanBudget(ExecutorOptions options)
{
    // Far more than anybody writes, far less than the stack holds.
    const int MaxNesting = 100;

    // A field is met once for each type that it may be selected on, and was written once.
    readonly HashSet<FieldNode> _aliased = new(ReferenceEqualityComparer.Instance);
    int _spreads;

    public int Fields { get; private set; }

    public void CountField(FieldNode field)
    {
        if (++Fields > options.MaxFields)
            throw Over(ErrorCodes.FieldLimit,
                $"The operation selects more than {options.MaxFields} fields once its fragments are expanded for each type.");
        if (field.Alias is not null && _aliased.Add(field) && _aliased.Count > options.MaxAliases)
            throw Over(ErrorCodes.AliasLimit, $"The operation uses more than {options.MaxAliases} aliases.");
    }

    public void CountSpread()
    {
        if (++_spreads > options.MaxFields)
            throw Over(ErrorCodes.FieldLimit, $"The operation spreads its fragments more than {options.MaxFields} times.");
    }

    public void CheckDepth(int depth)
    {
        if (depth > options.MaxDepth)
            throw Over(ErrorCodes.DepthLimit, $"The operation nests deeper than {options.MaxDepth} levels.");
    }

    public void CheckNesting(int fragments)
    {
        if (fragments > MaxNesting)
            throw Over(ErrorCodes.DepthLimit, $"The operation has more than {MaxNesting} fragments inside each other.");
    }

    public void CheckRootFields(int count)
    {
        if (count > options.MaxRootFields)
            throw Over(ErrorCodes.RootFieldLimit,
                $"The operation selects {count} fields at its root, more than {options.MaxRootFields}.");
    }

    static GraphQLException Over(string code, string message) => Refusal.Of(code, message + " Split it into several requests.");
}
