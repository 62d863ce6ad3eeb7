namespace Crm.Headless.Server.Demo;

/// <summary>Names and places of one language, from which people are made.</summary>
/// <param name="Share">How many of a hundred people speak it.</param>
/// <param name="Phone">With a digit for each #.</param>
internal sealed record DemoCulture(
    string Language, string TimeZone, string Country, int Share, string Phone, string[] GivenNames, string[] FamilyNames, string[] Cities);

/// <summary>The cultures of the demonstration's people: several scripts, as in real customer data.</summary>
internal static class DemoPeople
{
    public static IReadOnlyList<DemoCulture> Cultures { get; } =
    [
        new("zh-Hans", "Asia/Shanghai", "CN", 38, "+86 1## #### ####",
            ["伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂英", "子涵", "雨桐"],
            ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "欧阳"],
            ["上海", "北京", "广州", "深圳", "杭州", "成都", "武汉", "南京"]),
        new("en", "America/New_York", "US", 16, "+1 (###) ###-####",
            ["James", "Mary", "Robert", "Patricia", "John", "Jennifer", "Michael", "Linda", "David", "Elizabeth", "Aisha", "Noah", "Olivia", "Emma"],
            ["Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis", "O'Connor", "Nguyen", "Robinson", "Clark"],
            ["New York", "Boston", "Chicago", "Austin", "Seattle"]),
        new("de", "Europe/Berlin", "DE", 12, "+49 ### #######",
            ["Jürgen", "Käthe", "Björn", "Änne", "Lukas", "Mia", "Felix", "Lena", "Jonas", "Sophie", "Günther", "Zoë"],
            ["Müller", "Schröder", "Weiß", "Groß", "Schäfer", "König", "Jäger", "Vogel", "Böhm", "Fuchs"],
            ["Berlin", "München", "Köln", "Düsseldorf", "Lübeck"]),
        new("es", "Europe/Madrid", "ES", 8, "+34 ### ### ###",
            ["José", "María", "Íñigo", "Núria", "Álvaro", "Lucía", "Óscar", "Sofía"],
            ["Pérez", "Muñoz", "García", "Núñez", "Ibáñez", "Gómez", "Sánchez"],
            ["Madrid", "Sevilla", "Málaga", "A Coruña"]),
        new("ja", "Asia/Tokyo", "JP", 7, "+81 90-####-####",
            ["太郎", "花子", "翔太", "美咲", "健一", "さくら", "大輔", "結衣"],
            ["佐藤", "鈴木", "高橋", "田中", "渡辺", "伊藤", "山本"],
            ["東京", "大阪", "京都", "札幌"]),
        new("ko", "Asia/Seoul", "KR", 5, "+82 10-####-####",
            ["민준", "서연", "도윤", "지우", "하준", "수아"],
            ["김", "이", "박", "최", "정", "강"],
            ["서울", "부산", "인천"]),
        new("ru", "Europe/Moscow", "RU", 5, "+7 ### ###-##-##",
            ["Александр", "Мария", "Дмитрий", "Анна", "Сергей", "Ольга"],
            ["Иванов", "Смирнова", "Кузнецов", "Попова", "Соколов"],
            ["Москва", "Казань", "Самара"]),
        new("ar", "Asia/Riyadh", "SA", 4, "+966 5# ### ####",
            ["محمد", "فاطمة", "أحمد", "نورة", "خالد", "ليلى"],
            ["العتيبي", "الحربي", "القحطاني", "الغامدي"],
            ["الرياض", "جدة"]),
        new("el", "Europe/Athens", "GR", 3, "+30 69# ### ####",
            ["Γιώργος", "Ελένη", "Νίκος", "Σοφία"],
            ["Παπαδόπουλος", "Οικονόμου", "Γεωργίου"],
            ["Αθήνα", "Θεσσαλονίκη"]),
        new("hi", "Asia/Kolkata", "IN", 2, "+91 ##### #####",
            ["अमित", "प्रिया", "राहुल", "अनीता"],
            ["शर्मा", "वर्मा", "गुप्ता"],
            ["मुंबई", "दिल्ली"]),
    ];

    /// <summary>One of the cultures, by their shares of a hundred.</summary>
    public static DemoCulture Pick(Random random)
    {
        var share = random.Next(Cultures.Sum(culture => culture.Share));
        return Cultures.First(culture => (share -= culture.Share) < 0);
    }
}
