r"""Self-supervised and embeddings

Representations that are learned from the data alone.

Without labels, the data must say what belongs together: two views of one image, an image and its text, a word and its
neighbours, two points that are close. InfoNCE and its kin (NT-Xent, CLIP, supervised contrastive, N-pairs) are softmax
cross-entropies in which the right partner competes with others; SigLIP, negative sampling and noise-contrastive
estimation ask of each pair by itself. BYOL and DINO do without wrong pairs, and hold the teacher fixed; Barlow Twins
and VICReg keep the embedding from collapsing by looking at covariances and variances. GloVe fits a table of counts,
and t-SNE, UMAP and stress draw maps. Read InfoNCE first: probability minus label, over the temperature, comes back
everywhere.
"""
