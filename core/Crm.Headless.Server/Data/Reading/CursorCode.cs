using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Crm.Headless.GraphQL;

namespace Crm.Headless.Server.Data;

/// <summary>
/// Cursors as clients see them: base64url of an authentication code, a fingerprint of field, order and filter, and the values of the
/// order's steps. Nobody else can make one, and one of another list doesn't fit.
/// </summary>
/// <param name="parents">
/// Of a field below several rows: a cursor knows its row's parent, which has to be one of these. All of them are given the same cursor,
/// so that the place of a row of one parent may be asked for in the list of another, but only while both are in the request.
/// </param>
sealed class CursorCode(byte[] secret, byte[] fingerprint, IReadOnlySet<object>? parents = null)
{
    const int CodeLength = 16;
    const int FingerprintLength = 8;

    public string Encode(IReadOnlyList<object?> position, object? parent = null)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[CodeLength]);
        stream.Write(fingerprint.AsSpan(0, FingerprintLength));
        CursorValues.Write(stream, parents is null ? position : [.. position, TextOf(parent)]);
        var bytes = stream.ToArray();
        Authenticate(bytes.AsSpan(CodeLength)).CopyTo(bytes, 0);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="GraphQLException"><c>CURSOR_INVALID</c></exception>
    public IReadOnlyList<object?> Decode(string cursor, string argument)
    {
        if (!Base64Url.IsValid(cursor))
            throw Invalid(argument, "it is damaged");
        var bytes = Base64Url.DecodeFromChars(cursor);
        if (bytes.Length <= CodeLength + FingerprintLength || !CryptographicOperations.FixedTimeEquals(Authenticate(bytes.AsSpan(CodeLength)), bytes.AsSpan(0, CodeLength)))
            throw Invalid(argument, "it was not made by this server or it is damaged");
        if (!bytes.AsSpan(CodeLength, FingerprintLength).SequenceEqual(fingerprint.AsSpan(0, FingerprintLength)))
            throw Invalid(argument, "it belongs to another list, or to one with another filter or order");
        var position = CursorValues.Read(bytes.AsSpan(CodeLength + FingerprintLength).ToArray());
        if (parents is null)
            return position;
        if (!parents.Any(parent => Equals(TextOf(parent), position[^1])))
            throw Invalid(argument, "it belongs to the list of another parent");
        return [.. position.SkipLast(1)];
    }

    static string? TextOf(object? parent) => Convert.ToString(parent, CultureInfo.InvariantCulture);

    byte[] Authenticate(ReadOnlySpan<byte> content) => HMACSHA256.HashData(secret, content)[..CodeLength];

    static GraphQLException Invalid(string argument, string cause)
        => new(new GraphQLError($"The cursor in \"{argument}\" can't be used: {cause}. Use a cursor of the same list, or leave it out to begin anew.")
        {
            Code = "CURSOR_INVALID",
        });
}

/// <summary>The values of a position, each behind a letter for its type.</summary>
static class CursorValues
{
    public static void Write(Stream stream, IReadOnlyList<object?> values)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write7BitEncodedInt(values.Count);
        foreach (var value in values)
            Write(writer, value);
    }

    public static IReadOnlyList<object?> Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), System.Text.Encoding.UTF8);
        var values = new object?[reader.Read7BitEncodedInt()];
        for (var i = 0; i < values.Length; i++)
            values[i] = ReadValue(reader);
        return values;
    }

    static void Write(BinaryWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.Write((byte)'-'); break;
            case string text: writer.Write((byte)'s'); writer.Write(text); break;
            case Guid id: writer.Write((byte)'g'); writer.Write(id.ToByteArray()); break;
            case int number: writer.Write((byte)'i'); writer.Write7BitEncodedInt(number); break;
            case long number: writer.Write((byte)'l'); writer.Write7BitEncodedInt64(number); break;
            case short number: writer.Write((byte)'h'); writer.Write(number); break;
            case double number: writer.Write((byte)'d'); writer.Write(number); break;
            case decimal number: writer.Write((byte)'m'); writer.Write(number); break;
            case DateTimeOffset time: writer.Write((byte)'t'); writer.Write(time.UtcTicks); break;
            case DateOnly date: writer.Write((byte)'D'); writer.Write(date.DayNumber); break;
            case TimeOnly time: writer.Write((byte)'T'); writer.Write(time.Ticks); break;
            default: throw new NotSupportedException($"A list can't be ordered by values of {value.GetType().Name}. Mark the property [NotFilterable].");
        }
    }

    static object? ReadValue(BinaryReader reader) => (char)reader.ReadByte() switch
    {
        's' => reader.ReadString(),
        'g' => new Guid(reader.ReadBytes(16)),
        'i' => reader.Read7BitEncodedInt(),
        'l' => reader.Read7BitEncodedInt64(),
        'h' => reader.ReadInt16(),
        'd' => reader.ReadDouble(),
        'm' => reader.ReadDecimal(),
        't' => new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero),
        'D' => DateOnly.FromDayNumber(reader.ReadInt32()),
        'T' => new TimeOnly(reader.ReadInt64()),
        _ => null,
    };
}
