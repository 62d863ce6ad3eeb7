namespace Crm.Headless.GraphQL.Execution;

/// <summary>The codes that the executor itself puts into <c>extensions.code</c>.</summary>
public static class ErrorCodes
{
    /// <summary>A variable or argument can't be coerced.</summary>
    public const string BadUserInput = "BAD_USER_INPUT";

    /// <summary>The document breaks a rule of spec section 5.</summary>
    public const string ValidationFailed = "GRAPHQL_VALIDATION_FAILED";

    /// <summary>The document doesn't have the operation, or has several and no name was given.</summary>
    public const string OperationNotFound = "OPERATION_NOT_FOUND";

    /// <summary>A resolver failed; <c>extensions.reference</c> stands in the log.</summary>
    public const string InternalError = "INTERNAL_ERROR";

    /// <summary>The request, or something that a resolver waited for, took too long.</summary>
    public const string Timeout = "TIMEOUT";

    /// <summary>A plugin's field took longer than plugins may.</summary>
    public const string PluginTimeout = "PLUGIN_TIMEOUT";

    /// <summary>Fields of the plugin aren't called now, because they failed too often.</summary>
    public const string PluginUnavailable = "PLUGIN_UNAVAILABLE";

    /// <summary>A field of a mutation whose turn didn't come, because an earlier one may still be running.</summary>
    public const string NotBegun = "NOT_BEGUN";

    public const string IntrospectionDisabled = "INTROSPECTION_DISABLED";
    public const string DocumentTooLarge = "DOCUMENT_TOO_LARGE";
    public const string DepthLimit = "DEPTH_LIMIT";
    public const string AliasLimit = "ALIAS_LIMIT";
    public const string RootFieldLimit = "ROOT_FIELD_LIMIT";
    public const string FieldLimit = "FIELD_LIMIT";
    public const string ConditionLimit = "CONDITION_LIMIT";

    /// <summary>A filter or an order asks for more than a database should be asked for.</summary>
    public const string FilterLimit = "FILTER_LIMIT";
    public const string CostLimit = "COST_LIMIT";
    public const string ObjectLimit = "OBJECT_LIMIT";
    public const string ErrorLimit = "ERROR_LIMIT";
    public const string ResponseTooLarge = "RESPONSE_TOO_LARGE";
}
