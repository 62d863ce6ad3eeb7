// Types for a schema and an operation, by graphql-codegen, into a folder where tsc then checks them.
// usage: node codegen.mjs SCHEMA.graphql FOLDER

import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, parse } from 'graphql';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const [file, folder] = process.argv.slice(2);
const sdl = await readFile(file, 'utf8');
const document = parse('query Plugins { plugins { id version status } }');

async function generate(filename, name, plugin) {
  const types = await codegen({
    schema: parse(sdl),
    schemaAst: buildSchema(sdl),
    documents: [{ location: 'plugins.graphql', document }],
    filename,
    config: {},
    plugins: [{ [name]: {} }],
    pluginMap: { [name]: plugin },
  });
  await writeFile(join(folder, filename), types);
}

await generate('schema.ts', 'typescript', typescript);
await generate('operations.ts', 'operations', operations);
