// What a newcomer runs first: it asks core alone, so that it runs with any plugins and without.

export const firstQuery = `# Press Ctrl+Enter to run it. Ctrl+Space completes what you type, also the fields of plugins.
query FirstContacts {
  contacts(first: 5) {
    nodes {
      displayName
      createdAt
    }
    totalCount
  }
}
`;
