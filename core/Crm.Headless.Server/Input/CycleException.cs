namespace Crm.Headless.Server.Input;

/// <summary>A record would be a part of itself.</summary>
sealed class CycleException(FieldPath field, string type)
    : InputException("CYCLE", field, $"The {type} would be a part of itself, at some level. Choose a parent that isn't below it.");
