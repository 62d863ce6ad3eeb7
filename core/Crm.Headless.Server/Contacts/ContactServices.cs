using Crm.Headless.Server.Contacts.Lifecycle;
using Crm.Headless.Server.Plugins;

namespace Crm.Headless.Server.Contacts;

static class ContactServices
{
    public static IServiceCollection AddContacts(this IServiceCollection services) =>
        services.AddScoped<ContactCommands>().AddScoped<ContactUpserts>().AddScoped<PersonCommands>().AddScoped<PluginHistories>();
}
