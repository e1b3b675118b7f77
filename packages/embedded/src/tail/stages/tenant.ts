import { textIn, type StageType } from './stage-shape';

/** `tenant`: this runtime's store has one tenant, so the stage is checked and named as not supported. */
export const tenant: StageType = {
  check(node) {
    const given = ['label', 'source', 'value'].filter((key) => (textIn(node, key) ?? '') !== '');
    if (given.length === 1) node.report('unsupported', 'stage tenant is not supported by the embedded runtime');
    else
      node.report(
        'error',
        given.length === 0
          ? 'tenant needs a label, a source or a value'
          : `only one of ${given.join(' and ')} may be set`,
      );
  },
  create() {
    throw new Error('invariant: a tenant stage is refused at load');
  },
};
