using Crm.Headless.Server.Contacts.Lifecycle;

namespace Crm.Headless.Server.Contacts;

static class ContactServices
{
    public static IServiceCollection AddContacts(this IServiceCollection services) =>
        services.AddScoped<ContactCommands>().AddScoped<ContactUpserts>().AddScoped<PersonCommands>();
}
