using Crm.Headless.GraphQL;

namespace Crm.Headless;

/// <summary>Something that <c>search</c> can find.</summary>
[UnionType, GraphQLName("SearchResult")]
public interface ISearchResult;
