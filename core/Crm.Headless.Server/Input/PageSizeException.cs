namespace Crm.Headless.Server.Input;

/// <summary>Nothing was asked for, or more than one answer gives.</summary>
sealed class PageSizeException(int given, int max)
    : CrmException("PAGE_SIZE_INVALID", $"\"first\" is {given}, and 1 to {max} are allowed. Ask for so many, and narrow down what is asked for.");
