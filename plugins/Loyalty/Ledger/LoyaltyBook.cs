namespace Crm.Headless.Loyalty;

/// <summary>
/// Where points are. The first four are the member's books, the others the programme's. Every movement takes points out of one book and
/// puts them into another, so that all books together always hold nothing.
/// </summary>
public enum LoyaltyBook
{
    /// <summary>The member's: earned, and not yet to be spent.</summary>
    Pending,

    /// <summary>The member's: can be spent.</summary>
    Available,

    /// <summary>The member's: set aside by a hold.</summary>
    Held,

    /// <summary>
    /// The member's: below zero by what is owed, because points that were spent had to be taken back. Whatever becomes available pays it
    /// first.
    /// </summary>
    Debt,

    /// <summary>The programme's: below zero by all that was earned and not taken back.</summary>
    Issued,

    /// <summary>The programme's: what was spent.</summary>
    Redeemed,

    /// <summary>The programme's: what lapsed.</summary>
    Expired,

    /// <summary>
    /// The programme's: what was put right by hand, given up, or brought along; and what passes between members, which adds up to nothing.
    /// </summary>
    Adjusted,
}
