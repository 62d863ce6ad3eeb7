using System.Reflection;
using Crm.Headless.GraphQL;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>Gives every <see cref="SearchableAttribute">searchable</see> text a normalized twin beside it, which <see cref="DerivedColumns"/> fills.</summary>
sealed class SearchableTwins : IPropertyAddedConvention, IModelFinalizingConvention
{
    const string Suffix = "Normalized";

    public static string TwinOf(string property) => property + Suffix;

    public static bool IsSearchable(PropertyInfo? property)
        => property is not null && property.PropertyType == typeof(string) && property.IsDefined(typeof(SearchableAttribute), inherit: true);

    public void ProcessPropertyAdded(IConventionPropertyBuilder property, IConventionContext<IConventionPropertyBuilder> context)
    {
        if (property.Metadata.DeclaringType is IConventionEntityType entity && IsSearchable(property.Metadata.PropertyInfo))
            entity.Builder.Property(typeof(string), TwinOf(property.Metadata.Name));
    }

    public void ProcessModelFinalizing(IConventionModelBuilder model, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var (text, twin) in model.Metadata.GetEntityTypes().SelectMany(Pairs))
            ((IConventionProperty)twin).Builder.IsRequired(!text.IsNullable);
    }

    /// <summary>The searchable texts of an entity with their twins.</summary>
    public static IEnumerable<(IReadOnlyProperty Text, IReadOnlyProperty Twin)> Pairs(IReadOnlyEntityType entity)
    {
        foreach (var property in entity.GetDeclaredProperties())
            if (IsSearchable(property.PropertyInfo) && entity.FindProperty(TwinOf(property.Name)) is { } twin)
                yield return (property, twin);
    }
}
