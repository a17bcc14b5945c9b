r"""Generative models

Models that make new data: autoencoders, adversaries, diffusion, flows and scores.

Each of these models is asked for data that nobody has seen, so its loss must say what a good sample is without a target
to compare it with. A variational autoencoder bounds the likelihood; begin with its loss through the reparameterisation,
which shows how a gradient passes a random draw. A flow has the likelihood itself, and pays for its scale. Adversaries
let a discriminator judge: read the discriminator, then both losses of the generator, and then what was put in the place
of the logarithm, in least squares, hinge and Wasserstein GANs, with the penalties on the critic's slope. Diffusion,
score and flow matching turn the question into a regression whose target is drawn at random: the gradients are plain,
and all the art is in the target. To start today, take noise prediction or flow matching; take a GAN where one step must
be enough.
"""
