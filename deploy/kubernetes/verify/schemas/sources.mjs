// Whose kinds the manifests use, at which version, and how a file of a Go module is read.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const KUBERNETES = { module: 'k8s.io/kubernetes', version: 'v1.37.2' };
export const OPERATORS = [
  { module: 'github.com/cert-manager/cert-manager', version: 'v1.21.2',
    files: ['deploy/crds/cert-manager.io_certificates.yaml', 'deploy/crds/cert-manager.io_clusterissuers.yaml'] },
  { module: 'github.com/cert-manager/trust-manager', version: 'v0.25.0',
    files: ['deploy/crds/trust.cert-manager.io_bundles.yaml'] },
  { module: 'github.com/cert-manager/approver-policy', version: 'v0.28.0',
    files: ['deploy/crds/policy.cert-manager.io_certificaterequestpolicies.yaml'] },
  { module: 'github.com/cloudnative-pg/cloudnative-pg', version: 'v1.30.1',
    files: ['config/crd/bases/postgresql.cnpg.io_clusters.yaml'] },
  { module: 'sigs.k8s.io/gateway-api', version: 'v1.7.0',
    files: ['config/crd/standard/gateway.networking.k8s.io_gateways.yaml',
      'config/crd/standard/gateway.networking.k8s.io_tlsroutes.yaml'] },
  { module: 'github.com/prometheus-operator/prometheus-operator', version: 'v0.92.0',
    files: ['example/prometheus-operator-crd/monitoring.coreos.com_podmonitors.yaml',
      'example/prometheus-operator-crd/monitoring.coreos.com_prometheusrules.yaml'] },
];

const work = mkdtempSync(join(tmpdir(), 'schemas-'));
process.on('exit', () => rmSync(work, { recursive: true }));

export function read({ module, version }, file) {
  const proxy = process.env.GOPROXY?.split(',')[0];
  if (!proxy) throw new Error('set GOPROXY to the address of a Go module proxy');
  const zip = join(work, `${module}@${version}.zip`.replaceAll('/', '_'));
  if (!existsSync(zip)) execFileSync('curl', ['-fsS', '-o', zip, `${proxy}/${module}/@v/${version}.zip`]);
  return execFileSync('unzip', ['-p', zip, `${module}@${version}/${file}`], { maxBuffer: 1 << 26 }).toString();
}
