namespace RiskSignals.Borrowers;

/// <summary>A range of days past due.</summary>
public enum Bucket
{
    /// <summary>Nothing past due.</summary>
    Current,

    /// <summary>1 to 29 days.</summary>
    From1To29,

    /// <summary>30 to 59 days.</summary>
    From30To59,

    /// <summary>60 to 89 days.</summary>
    From60To89,

    /// <summary>90 days or more.</summary>
    From90,
}

/// <summary>Sorts days past due into buckets.</summary>
public static class Buckets
{
    /// <summary>The bucket of a number of days past due, 0 or more.</summary>
    public static Bucket Of(int daysPastDue) => daysPastDue switch
    {
        < 0 => throw new ArgumentOutOfRangeException(nameof(daysPastDue), daysPastDue, "Days past due are 0 or more."),
        0 => Bucket.Current,
        < 30 => Bucket.From1To29,
        < 60 => Bucket.From30To59,
        < 90 => Bucket.From60To89,
        _ => Bucket.From90,
    };
}
