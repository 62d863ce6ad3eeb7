using Crm.Headless.GraphQL.Schema;

namespace Crm.Headless.GraphQL.Tests.Building;

/// <summary>The conventions at one glance: what a few annotated lines of C# become.</summary>
public sealed class GoldenTests
{
    /// <summary>Something written down.</summary>
    [Node]
    public sealed class Note
    {
        /// <summary>The key.</summary>
        public Guid Id { get; set; }

        /// <summary>What was written; null while it is a draft.</summary>
        public string? Text { get; set; }

        /// <summary>Whether it is of use.</summary>
        public bool IsPinned { get; set; }
    }

    [QueryType]
    public static class NoteQueries
    {
        /// <summary>All notes.</summary>
        [UsePaging, UseFiltering, UseSorting]
        public static IQueryable<Note> GetNotes(IQueryable<Note> notes) => notes;

        [NodeResolver]
        public static IQueryable<Note> GetNote(IQueryable<Note> notes) => notes;
    }

    [MutationType]
    public static class NoteMutations
    {
        /// <summary>Writes something down.</summary>
        /// <param name="text">What to write.</param>
        [Error<TooLongException>]
        public static Note AddNote(string text) => text.Length < 5 ? new Note { Text = text } : throw new TooLongException(5);
    }

    /// <summary>The text is too long.</summary>
    public sealed class TooLongException(int longest) : Exception($"A note has at most {longest} characters. Shorten it.")
    {
        /// <summary>Characters that are allowed.</summary>
        public int Longest { get; } = longest;
    }

    [Fact]
    public void The_conventions_print_as_approved() =>
        Assert.Equal(Approved, SchemaPrinter.Print(Schemas.Of(typeof(NoteQueries), typeof(NoteMutations), typeof(Note))), ignoreLineEndingDifferences: true);

    const string Approved = """"
        """What can be read."""
        type Query {
          """All notes."""
          notes(
            """Rows from the beginning."""
            first: Int
            """Only rows behind this cursor."""
            after: String
            """Rows from the end."""
            last: Int
            """Only rows before this cursor."""
            before: String
            """Only rows that meet this."""
            where: NoteFilterInput
            """The order; the first one counts first."""
            order: [NoteSortInput!]
          ): NotesConnection
          """The object with this id; null when there is none."""
          node(
            """From an answer, as it is."""
            id: ID!
          ): Node
          """The objects with these ids, in their order; null where there is none."""
          nodes(
            """From answers, as they are; at most 100."""
            ids: [ID!]!
          ): [Node]!
        }

        """
        What can be changed. Several fields of one operation run one after the other.
        """
        type Mutation {
          """Writes something down."""
          addNote(
            """What `addNote` takes."""
            input: AddNoteInput!
          ): AddNotePayload!
        }

        """Something written down."""
        type Note implements Node {
          """The key."""
          id: ID!
          """What was written; null while it is a draft."""
          text: String
          """Whether it is of use."""
          isPinned: Boolean!
        }

        """An object with an id of its own, by which it can be fetched again."""
        interface Node {
          """Unique in the whole API."""
          id: ID!
        }

        """Conditions on Note rows; all that are given must hold."""
        input NoteFilterInput {
          """All of these."""
          and: [NoteFilterInput!]
          """One of these."""
          or: [NoteFilterInput!]
          """The key."""
          id: IdOperationFilterInput
          """What was written; null while it is a draft."""
          text: StringOperationFilterInput
          """Whether it is of use."""
          isPinned: BooleanOperationFilterInput
        }

        """An order of Note rows: one field, ascending or descending."""
        input NoteSortInput {
          """The key."""
          id: SortEnumType
          """What was written; null while it is a draft."""
          text: SortEnumType
          """Whether it is of use."""
          isPinned: SortEnumType
        }

        """A row of a page, with its cursor."""
        type NotesEdge {
          """The row."""
          node: Note!
          """The row's place in the list, for `after` and `before`."""
          cursor: String!
        }

        """A page of a list."""
        type NotesConnection {
          """The rows."""
          nodes: [Note!]
          """The rows with their cursors."""
          edges: [NotesEdge!]
          """Whether there is more."""
          pageInfo: PageInfo!
          """Rows of the whole list, whatever the page."""
          totalCount: Int
        }

        """Whether there is more around a page."""
        type PageInfo {
          """Rows follow."""
          hasNextPage: Boolean!
          """Rows precede."""
          hasPreviousPage: Boolean!
          """Of the first row; null when the page is empty."""
          startCursor: String
          """Of the last row; null when the page is empty."""
          endCursor: String
        }

        """What `addNote` takes."""
        input AddNoteInput {
          """What to write."""
          text: String!
        }

        """What `addNote` answers."""
        type AddNotePayload {
          """What was changed; null when there are errors."""
          note: Note
          """What was wrong; null when it worked."""
          errors: [AddNoteError!]
        }

        """The text is too long."""
        type TooLongError implements Error {
          """For the developer of the client: what is wrong, why, and what to do."""
          message: String!
          """Characters that are allowed."""
          longest: Int!
        }

        """What can be wrong with `addNote`."""
        union AddNoteError = TooLongError

        """Conditions on a value of type ID."""
        input IdOperationFilterInput {
          """Equal to this; null finds what is null."""
          eq: ID
          """Not equal to this; null finds what isn't null."""
          neq: ID
          """One of these."""
          in: [ID!]
          """None of these."""
          nin: [ID!]
        }

        """Conditions on a value of type String."""
        input StringOperationFilterInput {
          """Equal to this; null finds what is null."""
          eq: String
          """Not equal to this; null finds what isn't null."""
          neq: String
          """One of these."""
          in: [String!]
          """None of these."""
          nin: [String!]
          """Contains this, whatever its case and width."""
          contains: String
          """Doesn't contain this, whatever its case and width."""
          ncontains: String
          """Starts with this, whatever its case and width."""
          startsWith: String
          """Doesn't start with this, whatever its case and width."""
          nstartsWith: String
          """Ends with this, whatever its case and width."""
          endsWith: String
          """Doesn't end with this, whatever its case and width."""
          nendsWith: String
        }

        """Conditions on a value of type Boolean."""
        input BooleanOperationFilterInput {
          """Equal to this; null finds what is null."""
          eq: Boolean
          """Not equal to this; null finds what isn't null."""
          neq: Boolean
        }

        """The direction of an order."""
        enum SortEnumType {
          """Smallest first, nulls last."""
          ASC
          """Largest first, nulls last."""
          DESC
        }

        """What a client can have done wrong in a mutation."""
        interface Error {
          """For the developer of the client: what is wrong, why, and what to do."""
          message: String!
        }

        """";
}
