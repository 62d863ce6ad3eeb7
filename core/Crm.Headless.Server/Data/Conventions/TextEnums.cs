using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace Crm.Headless.Server.Data.Conventions;

/// <summary>Enums are stored as their GraphQL names (UPPER_SNAKE): readable, and safe when members move.</summary>
sealed class TextEnums : IPropertyAddedConvention
{
    public void ProcessPropertyAdded(IConventionPropertyBuilder property, IConventionContext<IConventionPropertyBuilder> context)
    {
        var type = Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType;
        if (type.IsEnum) property.HasConversion(new EnumText(type))?.HasValueComparer(EnumComparer.Of(type));
    }
}
