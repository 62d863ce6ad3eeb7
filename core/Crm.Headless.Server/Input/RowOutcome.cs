namespace Crm.Headless.Server.Input;

/// <summary>What became of a row of a bulk mutation.</summary>
enum RowOutcome
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there, and something of it changed.</summary>
    Updated,

    /// <summary>It was there, and nothing of it changed.</summary>
    Unchanged,

    /// <summary>It was recorded before, by its source and external id. A recorded fact stays as it is; to correct it there is a mutation.</summary>
    AlreadyRecorded,
}
