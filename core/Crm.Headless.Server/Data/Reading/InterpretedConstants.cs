using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crm.Headless.Server.Data;

#pragma warning disable EF9100 // EF has no other way to say how it comes by the constants of a query.

/// <summary>
/// Finds the constants of a query, such as its entity types, by interpreting the expressions that say where they are. EF compiles each of
/// them, to run it once: most of the methods that are compiled when a generation of plugins comes up.
/// </summary>
sealed class InterpretedConstants(
    ShapedQueryCompilingExpressionVisitorDependencies dependencies, RelationalShapedQueryCompilingExpressionVisitorDependencies relational,
    RelationalCommandBuilderDependencies commands)
    : RelationalLiftableConstantProcessor(dependencies, relational, commands)
{
    readonly RelationalMaterializerLiftableConstantContext _context = new(dependencies, relational, commands);

    public static void Use(IServiceCollection services) => services.Replace(ServiceDescriptor.Scoped<ILiftableConstantProcessor, InterpretedConstants>());

    protected override ConstantExpression InlineConstant(LiftableConstantExpression constant) => constant.ResolverExpression switch
    {
        Expression<Func<MaterializerLiftableConstantContext, object>> find =>
            Expression.Constant(find.Compile(preferInterpretation: true)(_context), constant.Type),
        Expression<Func<RelationalMaterializerLiftableConstantContext, object>> find =>
            Expression.Constant(find.Compile(preferInterpretation: true)(_context), constant.Type),
        _ => base.InlineConstant(constant),
    };
}
