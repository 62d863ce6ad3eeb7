using System.Collections.Frozen;

namespace Crm.Headless.Server.Input;

/// <summary>Reads currencies: the codes of ISO 4217, list one, of 2025, funds and precious metals left out.</summary>
static class Currencies
{
    static readonly FrozenSet<string> s_codes = (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP "
        + "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD "
        + "IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
        + "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP "
        + "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG "
        + "XOF XPF YER ZAR ZMW ZWG").Split(' ').ToFrozenSet();

    public static string? Read(string? value, FieldPath at)
    {
        if (Text.Optional(value, at, Text.Short)?.ToUpperInvariant() is not { } code) return null;
        return s_codes.Contains(code) ? code : throw new UnknownCurrencyException(at, code);
    }
}

/// <summary>Nobody knows this currency.</summary>
sealed class UnknownCurrencyException(FieldPath field, string value) : InputException("UNKNOWN_CURRENCY", field,
    $"\"{value}\" is no currency. Give a code of ISO 4217, such as \"CNY\", \"EUR\" or \"USD\".");
