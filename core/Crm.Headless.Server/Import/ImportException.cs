namespace Crm.Headless.Server.Import;

/// <summary>An import that can't begin or go on: the map, the file or its columns don't fit. The message is for the console.</summary>
internal sealed class ImportException(string message) : Exception(message);
