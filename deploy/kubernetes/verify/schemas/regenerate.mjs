// Writes schemas.json: what the API servers of Kubernetes and of the operators accept, taken from their
// Go modules, without descriptions and without kinds that nothing here uses. All of them are licensed
// under Apache-2.0.
//
//   GOPROXY=<address of a Go module proxy> node schemas/regenerate.mjs        (in deploy/kubernetes/verify)
import { writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { KUBERNETES, OPERATORS, read } from './sources.mjs';

const KUBERNETES_KINDS = [
  'v1 ConfigMap', 'v1 Namespace', 'v1 Secret', 'v1 Service', 'v1 ServiceAccount', 'apps/v1 Deployment',
  'batch/v1 Job', 'autoscaling/v2 HorizontalPodAutoscaler', 'networking.k8s.io/v1 Ingress',
  'networking.k8s.io/v1 NetworkPolicy', 'policy/v1 PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1 ClusterRole', 'rbac.authorization.k8s.io/v1 ClusterRoleBinding',
];
// What SchemaCheck understands; anything else that restricts a value would be passed over in silence.
const KEPT = ['$ref', 'type', 'properties', 'items', 'required', 'enum', 'pattern', 'additionalProperties',
  'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems',
  'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'];

function trimmed(schema) {
  const kept = {};
  for (const key of KEPT) {
    if (!(key in schema)) continue;
    const value = schema[key];
    if (key === 'properties') {
      kept[key] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, trimmed(inner)]));
    } else if (key === 'items' || (key === 'additionalProperties' && typeof value === 'object')) {
      kept[key] = trimmed(value);
    } else if (key === '$ref') {
      kept[key] = value.replace('#/definitions/', '');
    } else {
      kept[key] = value;
    }
  }
  // Kubernetes writes these as strings with a format, and accepts numbers.
  if (schema.format === 'int-or-string') return { 'x-kubernetes-int-or-string': true };
  return kept;
}

const kinds = {};
const definitions = {};

function keep(name, all) {
  if (name in definitions) return;
  definitions[name] = name.endsWith('.resource.Quantity')
    ? { 'x-kubernetes-int-or-string': true } : trimmed(all[name]);
  for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"\$ref":"([^"]+)"/g)) keep(next, all);
}

const { definitions: all } = JSON.parse(read(KUBERNETES, 'api/openapi-spec/swagger.json'));
for (const [name, schema] of Object.entries(all)) {
  for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? []) {
    const id = `${group ? group + '/' : ''}${version} ${kind}`;
    if (KUBERNETES_KINDS.includes(id)) {
      kinds[id] = { $ref: name };
      keep(name, all);
    }
  }
}
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
for (const operator of OPERATORS) {
  for (const file of operator.files) {
    const { spec } = parse(read(operator, file));
    for (const version of spec.versions.filter((v) => v.served && !v.deprecated)) {
      const schema = trimmed(version.schema.openAPIV3Schema);
      schema.properties.metadata = { $ref: meta };
      delete schema.properties.status;
      kinds[`${spec.group}/${version.name} ${spec.names.kind}`] = schema;
    }
  }
}
const lines = (object) => Object.keys(object).sort().map((k) => `${JSON.stringify(k)}:${JSON.stringify(object[k])}`).join(',\n');
const sources = [KUBERNETES, ...OPERATORS].map(({ module, version }) => `${module} ${version}, Apache-2.0`);
writeFileSync('src/main/resources/dev/giftwarden/kubernetes/schemas.json',
  `{"sources":${JSON.stringify(sources, null, 1)},\n"kinds":{\n${lines(kinds)}},\n"definitions":{\n${lines(definitions)}}}\n`);
