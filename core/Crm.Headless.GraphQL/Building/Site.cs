using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Building;

/// <summary>The place of a schema that is being built, for what is wrong there and whose it is.</summary>
readonly record struct Site(string Coordinate, Owner Owner)
{
    public override string ToString() => $"{Coordinate} ({Owner})";
}
