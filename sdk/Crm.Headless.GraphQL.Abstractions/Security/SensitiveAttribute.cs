namespace Crm.Headless.GraphQL;

/// <summary>
/// A text of an entity that is stored encrypted, and found by equality only. The column <c>name</c> holds it, a second one,
/// <c>name_hash</c> (a nullable text), what it is found by: the plugin's migration makes both, and the index of the second where the model
/// declares one of the property. It can be compared with values (<c>==</c>, <c>!=</c>, <c>Contains</c> of a list) in queries, nothing
/// else: no order, no search, no key. Filters offer <c>eq neq in nin</c>. It is personal data unless it says
/// <c>[PersonalData(false)]</c>. What the column held before it was sensitive is encrypted when the host starts.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute : Attribute;
