using Crm.Headless.Testing;

namespace Crm.Headless.Server.Tests.Events;

public sealed class ParkedEventsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(501)]
    public async Task A_number_of_parked_events_that_no_answer_gives_is_refused(int first)
    {
        await using var host = await CrmTestHost.StartAsync();
        var answer = await host.SendAsync($"{{ parkedEvents(first: {first}) {{ handler }} }}");
        Assert.Equal("PAGE_SIZE_INVALID", Assert.Single(answer.Codes));
        Assert.Contains("1 to 500 are allowed", Assert.Single(answer.Messages));
    }
}
