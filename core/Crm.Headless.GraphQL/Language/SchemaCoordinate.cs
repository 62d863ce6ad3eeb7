using System.Text;

namespace Crm.Headless.GraphQL.Language;

/// <summary>
/// The name of one element of a schema (spec section 2.14): <c>Contact</c>, <c>Contact.name</c>, <c>Query.contact(id:)</c>,
/// <c>@include</c> or <c>@include(if:)</c>. For a directive, <paramref name="Name"/> is the directive's.
/// </summary>
public sealed record SchemaCoordinate(string Name, string? Member = null, string? Argument = null, bool IsDirective = false)
{
    // SchemaCoordinate :: TypeCoordinate | MemberCoordinate | ArgumentCoordinate | DirectiveCoordinate | DirectiveArgumentCoordinate
    /// <exception cref="GraphQLException">The text is no coordinate. Unlike a document it must not contain spaces or comments.</exception>
    public static SchemaCoordinate Parse(string text)
    {
        var scanner = new Scanner(text);
        var isDirective = scanner.Skip('@');
        var name = scanner.Name();
        var member = !isDirective && scanner.Skip('.') ? scanner.Name() : null;
        string? argument = null;
        if ((isDirective || member is not null) && scanner.Skip('('))
        {
            argument = scanner.Name();
            scanner.Expect(':');
            scanner.Expect(')');
        }
        scanner.ExpectEnd();
        return new(name, member, argument, isDirective);
    }

    public override string ToString() =>
        (IsDirective ? "@" : "") + Name + (Member is null ? "" : "." + Member) + (Argument is null ? "" : $"({Argument}:)");

    ref struct Scanner(string text)
    {
        int _position;

        public string Name()
        {
            var start = _position;
            while (_position < text.Length && (char.IsAsciiLetterOrDigit(text[_position]) || text[_position] == '_')) _position++;
            if (start == _position || char.IsAsciiDigit(text[start])) throw Unexpected("Name", start);
            return text[start.._position];
        }

        public bool Skip(char punctuator)
        {
            if (_position == text.Length || text[_position] != punctuator) return false;
            _position++;
            return true;
        }

        public void Expect(char punctuator)
        {
            if (!Skip(punctuator)) throw Unexpected($"\"{punctuator}\"", _position);
        }

        public readonly void ExpectEnd()
        {
            if (_position < text.Length) throw Unexpected("<EOF>", _position);
        }

        readonly GraphQLException Unexpected(string expected, int at) => GraphQLSyntaxError.At(
            new Source(text), Encoding.UTF8.GetByteCount(text.AsSpan(0, at)),
            $"Expected {expected}, found {(at == text.Length ? "<EOF>" : $"\"{text[at]}\"")}.");
    }
}
