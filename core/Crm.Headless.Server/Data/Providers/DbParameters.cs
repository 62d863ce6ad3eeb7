using System.Data.Common;

namespace Crm.Headless.Server.Data;

static class DbParameters
{
    /// <summary>Gives a statement a value, under the name by which its text refers to it.</summary>
    public static void AddParameter(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
