/**
 * The uid of a folder that provisioning creates. Grafana draws one at random; here it is the title as a slug, so that links
 * and labels survive a restart. Grafana also takes titles with one slug for one folder.
 */
export function folderUid(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return slug === '' ? 'folder' : slug.slice(0, 40);
}
