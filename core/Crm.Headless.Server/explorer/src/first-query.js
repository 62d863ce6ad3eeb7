// What a newcomer runs first: core's contacts with a field that a plugin brought.

export const firstQuery = `# Press Ctrl+Enter to run it. Ctrl+Space completes what you type.
query FirstContacts {
  contacts(first: 5) {
    nodes {
      displayName
      loyalty {
        balance
        tier {
          code
        }
      }
    }
    totalCount
  }
}
`;
